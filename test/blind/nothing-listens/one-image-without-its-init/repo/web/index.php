<?php
echo 'welcome';
