require "json"
require "redis"
require "sinatra"

redis = Redis.new(host: ENV.fetch("CACHE_HOST"))

get "/" do
  content_type :json
  JSON.generate(visits: redis.incr("visits"))
end
