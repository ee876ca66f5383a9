require "sinatra/base"
require "json"

class Recipes < Sinatra::Base
  set :host_authorization, permitted_hosts: []

  get "/" do
    "<h1>Recipes</h1>"
  end

  get "/recipes.json" do
    content_type :json
    [{ id: 1, title: "Shakshuka" }].to_json
  end
end
