my $app = sub {
    my $env = shift;
    my $who = $env->{HTTP_AUTHORIZATION} ? "known" : "nobody";
    return [200, ["Content-Type" => "text/plain"], [$who]];
};
