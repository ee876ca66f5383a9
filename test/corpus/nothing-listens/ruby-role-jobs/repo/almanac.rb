require "webrick"

$stdout.sync = true

def jobs
  loop do
    puts "almanac: nothing due at #{Time.now.hour} h"
    sleep 30
  end
end

def web
  server = WEBrick::HTTPServer.new(Port: 4567, BindAddress: "0.0.0.0")
  server.mount_proc("/") { |_request, response| response.body = "moon: waning\n" }
  trap("TERM") { server.shutdown }
  server.start
end

case ENV.fetch("PROCESS_TYPE", "web")
when "jobs" then jobs
else web
end
