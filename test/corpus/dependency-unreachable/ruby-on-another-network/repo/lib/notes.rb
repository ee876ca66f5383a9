require "redis"

class Notes
  def initialize
    @redis = Redis.new(host: ENV.fetch("REDIS_HOST"), port: ENV.fetch("REDIS_PORT").to_i)
    @redis.ping
  end

  def count
    @redis.llen("notes")
  end
end
