require "sinatra"

set :host_authorization, permitted_hosts: []

get "/" do
  "1204 books\n"
end
