require "webrick"

server = WEBrick::HTTPServer.new(Port: 4567)
server.mount_proc("/") { |_request, response| response.body = "Open from 9 to 17\n" }
trap("TERM") { server.shutdown }
server.start
