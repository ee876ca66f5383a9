use strict;
use warnings;
use IO::Socket::INET;

$| = 1;
$SIG{PIPE} = 'IGNORE';
my $listener = IO::Socket::INET->new(LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die "cannot listen: $!";
print "status page on 8080\n";

while (my $client = $listener->accept) {
    while (my $line = <$client>) {
        last if $line =~ /^\r?\n$/;
    }
    my $body = "<h1>All systems operational</h1>\n";
    print $client join("\r\n",
        'HTTP/1.1 200 OK',
        'Content-Type: text/html',
        'Content-Length: ' . length($body),
        'X Poll Interval: 30',
        'Connection: close',
        '', $body);
    close $client;
}
