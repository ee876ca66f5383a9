require "json"
require "rack"
require "webrick"

module Server
  def self.run(port:)
    server = WEBrick::HTTPServer.new(Port: port, BindAddress: "0.0.0.0")
    server.mount_proc("/") do |_request, response|
      response["Content-Type"] = "application/json"
      response.body = JSON.generate(rack: Rack.release)
    end
    %w[INT TERM].each { |signal| trap(signal) { server.shutdown } }
    server.start
  end
end
