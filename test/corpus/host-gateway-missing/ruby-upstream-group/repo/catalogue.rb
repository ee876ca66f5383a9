require "webrick"

server = WEBrick::HTTPServer.new(BindAddress: "0.0.0.0", Port: 4567)
server.mount_proc("/") do |request, response|
  response["Content-Type"] = "text/plain"
  response.body = "catalogue #{request.path}\n"
end
trap("TERM") { server.shutdown }
server.start
