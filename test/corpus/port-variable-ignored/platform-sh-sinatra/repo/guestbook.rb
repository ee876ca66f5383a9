require "sinatra"

get "/" do
  "Signed by #{%w[Ada Grace].join(' and ')}"
end
