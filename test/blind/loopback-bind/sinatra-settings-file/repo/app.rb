require "sinatra"
require "yaml"

CONFIG = YAML.load_file(File.join(__dir__, "config", "settings.yml"))

set :bind, CONFIG.dig("http", "host")
set :port, CONFIG.dig("http", "port")
set :server, :puma

get "/" do
  "#{CONFIG['title']}: no departures"
end
