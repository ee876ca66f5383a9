require "sinatra"

set :host_authorization, permitted_hosts: []

get "/" do
  "oolong, #{request.env["HTTP_X_SHELF"]}\n"
end
