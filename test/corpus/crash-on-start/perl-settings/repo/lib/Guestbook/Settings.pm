package Guestbook::Settings;

sub load {
    my ($class, $path) = @_;
    open(my $file, '<', $path) or die "cannot read $path: $!";
    my %settings;
    while (my $line = <$file>) {
        next if $line =~ /^\s*(#|$)/;
        $line =~ /^(\w+)\s*=\s*(.*?)\s*$/ or die "not a setting";
        $settings{$1} = $2;
    }
    return \%settings;
}

1;
