require "logger"
require "sinatra"

set :bind, "0.0.0.0"
set :port, 4567
set :environment, :production

journal = Logger.new(File.open("log/weather.log", "a"))

get "/" do
  journal.info(request.ip)
  "fair\n"
end
