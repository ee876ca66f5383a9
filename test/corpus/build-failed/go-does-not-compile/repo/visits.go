package main

import "sync/atomic"

type counter struct{ value atomic.Int64 }

func (c *counter) Add() int64 { return c.value.Add(1) }

var visits counter
