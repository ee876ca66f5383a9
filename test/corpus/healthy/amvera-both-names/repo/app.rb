require "sinatra"

set :host_authorization, permitted_hosts: []

get "/" do
  "Guten Tag"
end
