require "webrick"
server = WEBrick::HTTPServer.new(Port: 3000)
server.mount_proc("/") { |_, res| res.body = "Git with a cup of tea" }
trap("TERM") { server.shutdown }
server.start
