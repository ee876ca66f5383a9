<?php
echo 'vagrant';
