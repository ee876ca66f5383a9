require "sinatra"

set :host_authorization, { permitted_hosts: [] }
get("/") { "ruby site" }
