require "webrick"

server = WEBrick::HTTPServer.new(Port: 4567, BindAddress: "0.0.0.0")
server.mount_proc("/") do |_request, response|
  response["Content-Type"] = "text/plain"
  response.body = "Plum cake\nOnion soup\n"
end
trap("TERM") { server.shutdown }
server.start
