require "redis"
require "webrick"

redis = Redis.new(url: ENV.fetch("REDIS_URL"), timeout: 2)
redis.ping

server = WEBrick::HTTPServer.new(Port: 9292)
server.mount_proc("/") { |_, response| response.body = "visits: #{redis.incr('visits')}" }
trap("TERM") { server.shutdown }
server.start
