<?php

function articles(): array
{
    return ['On ports', 'On sockets'];
}
