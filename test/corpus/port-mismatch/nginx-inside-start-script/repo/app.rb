require "sinatra/base"

class Quotes < Sinatra::Base
  set :host_authorization, permitted_hosts: []

  get "/" do
    "Less is more.\n"
  end
end
