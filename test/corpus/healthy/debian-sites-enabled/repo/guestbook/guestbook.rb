require "sinatra"

set :host_authorization, permitted_hosts: []

get "/" do
  "Thanks for your visit\n"
end

get "/entries" do
  content_type :json
  "[]"
end
