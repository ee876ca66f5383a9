require_relative "guestbook"

run Sinatra::Application
