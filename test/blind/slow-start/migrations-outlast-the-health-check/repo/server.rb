require "webrick"

server = WEBrick::HTTPServer.new(Port: 3000, BindAddress: "0.0.0.0")
server.mount_proc("/") { |_, response| response.body = "portfolio" }
trap("TERM") { server.shutdown }
server.start
