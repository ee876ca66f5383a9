<?php
function greeting(): string
{
    return 'Bonjour';
}
