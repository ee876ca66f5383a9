require "sinatra/base"

class Catalogue < Sinatra::Base
  set :host_authorization, permitted_hosts: []

  get("/") { "catalogue" }
  get("/items/:id") { |id| "item #{id}" }
end
