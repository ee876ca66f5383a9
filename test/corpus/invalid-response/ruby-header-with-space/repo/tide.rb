require "socket"

$stdout.sync = true
server = TCPServer.new("0.0.0.0", 7000)
puts "tide: listening on 7000"

loop do
  Thread.new(server.accept) do |client|
    loop do
      line = client.gets
      break if line.nil? || line == "\r\n"
    end
    body = "high at 14:20\n"
    head = [
      "HTTP/1.1 200 OK",
      "Content-Type: text/plain",
      "Content-Length: #{body.bytesize}",
      "Next Change: 380",
      "Connection: close",
    ]
    client.write(head.join("\r\n"), "\r\n\r\n", body)
    client.close
  end
end
