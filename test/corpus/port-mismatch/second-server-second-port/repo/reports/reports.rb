require "sinatra"

set :bind, "0.0.0.0"
set :port, 4400
set :host_authorization, permitted_hosts: []

get("/") { "12 reports\n" }
