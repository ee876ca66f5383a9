require "webrick"

schema = "/state/schema"
unless File.exist?(schema)
  File.write(schema, "1")
  raise "schema was created, restart to continue"
end

server = WEBrick::HTTPServer.new(Port: 3000)
server.mount_proc("/") { |_, response| response.body = "crypt" }
trap("TERM") { server.shutdown }
server.start
