use Mojolicious::Lite -signatures;

get '/' => sub ($c) { $c->render(text => 'pizza') };
get '/api/orders' => sub ($c) { $c->render(json => []) };

app->start;
