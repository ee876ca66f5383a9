require "webrick"
server = WEBrick::HTTPServer.new(Port: 4000)
server.mount_proc("/") { |_, res| res.body = "app" }
trap("TERM") { server.shutdown }
server.start
