require "sinatra"

set :host_authorization, permitted_hosts: []

before do
  halt 400, "The plain HTTP request was sent to HTTPS port\n" unless request.env["HTTP_X_FORWARDED_PROTO"] == "https"
end

get "/" do
  "payments\n"
end
