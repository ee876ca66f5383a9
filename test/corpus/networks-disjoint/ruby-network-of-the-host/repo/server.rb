require "webrick"

server = WEBrick::HTTPServer.new(BindAddress: "0.0.0.0", Port: 9292)
server.mount_proc("/") { |_request, response| response.body = "archive\n" }
trap("TERM") { server.shutdown }
server.start
