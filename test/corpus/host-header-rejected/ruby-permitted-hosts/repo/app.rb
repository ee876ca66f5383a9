require "sinatra"

set :bind, "0.0.0.0"
set :environment, :production
set :host_authorization, { permitted_hosts: ["guestbook.example.net", "localhost"] }

get "/" do
  "Thank you for the tea."
end
