require "webrick"

server = WEBrick::HTTPServer.new(Port: 4567)
server.mount_proc("/report") do |_request, response|
  lines = (1..5).map do |month|
    sleep 1
    "#{month}: #{month * 120}"
  end
  response.body = lines.join("\n")
end
trap("TERM") { server.shutdown }
server.start
