require 'socket'

server = TCPServer.new('0.0.0.0', Integer(ARGV.fetch(0)))
$stdout.sync = true
puts "notes on #{server.addr[1]}"
loop do
  client = server.accept
  nil until client.gets.to_s.strip.empty?
  body = "no notes yet\n"
  client.write "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
  client.close
end
