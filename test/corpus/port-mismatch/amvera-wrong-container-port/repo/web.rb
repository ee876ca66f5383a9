require "sinatra"

set :host_authorization, permitted_hosts: []
set :port, 4567

get "/" do
  "Hello"
end
