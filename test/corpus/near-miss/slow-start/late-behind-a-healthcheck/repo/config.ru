require "sinatra/base"

12.times do |n|
  sleep 1
  warn "compiling locale #{n + 1}/12" if (n % 4).zero?
end

class Forum < Sinatra::Base
  set :host_authorization, permitted_hosts: []
  get("/") { "forum" }
end

run Forum
