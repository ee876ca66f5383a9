use strict;
use warnings;
use HTTP::Daemon;
use HTTP::Response;
use JSON;

my $daemon = HTTP::Daemon->new(LocalAddr => '0.0.0.0', LocalPort => 8080, ReuseAddr => 1) or die "cannot listen: $!";
while (my $client = $daemon->accept) {
    while (my $request = $client->get_request) {
        $client->send_response(HTTP::Response->new(200, 'OK', ['Content-Type' => 'application/json'], encode_json({ petitions => 12 })));
        last;
    }
    $client->close;
}
