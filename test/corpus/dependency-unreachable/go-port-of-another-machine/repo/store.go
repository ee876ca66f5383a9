package main

import (
	"bufio"
	"fmt"
	"net"
	"sync"
	"time"
)

const storeAddress = "queue:6380"

type Store struct {
	mutex  sync.Mutex
	conn   net.Conn
	reader *bufio.Reader
}

func openStore() (*Store, error) {
	conn, err := net.DialTimeout("tcp", storeAddress, 3*time.Second)
	if err != nil {
		return nil, err
	}
	return &Store{conn: conn, reader: bufio.NewReader(conn)}, nil
}

func (s *Store) Add(key string) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	fmt.Fprintf(s.conn, "INCR %s\r\n", key)
	line, err := s.reader.ReadString('\n')
	if err != nil {
		return "0"
	}
	return line[1 : len(line)-2]
}
