require "json"
require "sinatra/base"
require_relative "lib/catalog"

class Shop < Sinatra::Base
  CATALOG = Catalog.new(File.join(__dir__, "data", "catalog.yml"))

  set :host_authorization, { permitted_hosts: [] }

  get "/" do
    content_type :json
    CATALOG.names.to_json
  end
end
