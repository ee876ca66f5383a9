require "fileutils"
require "json"
require "webrick"

store = ENV.fetch("DRAFTS")
FileUtils.mkdir_p(store)
File.write(File.join(store, "index.json"), JSON.generate([]))

server = WEBrick::HTTPServer.new(Port: 9292, BindAddress: "0.0.0.0")
server.mount_proc("/") do |_request, response|
  response["Content-Type"] = "application/json"
  response.body = File.read(File.join(store, "index.json"))
end
trap("TERM") { server.shutdown }
server.start
