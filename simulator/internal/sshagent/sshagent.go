// Package sshagent is the agent of a person who signs in to the hosts of the homelab without a key in a file.
//
// It speaks the real protocol, and holds one key, which it gives to nobody.
package sshagent

import (
	"errors"
	"fmt"
	"net"
	"os"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// Config says where the agent listens and what it holds.
type Config struct {
	// Socket is the path of a Unix socket that is not there yet.
	Socket string `json:"socket"`
	// PrivateKey is in PEM form.
	PrivateKey string `json:"privateKey"`
}

// Server is an agent that runs.
type Server struct {
	listener net.Listener
	keys     agent.Agent
	running  sync.WaitGroup

	// mu guards open.
	mu   sync.Mutex
	open map[net.Conn]bool
}

// Start has the agent listen until it is closed.
func Start(config Config) (*Server, error) {
	key, err := ssh.ParseRawPrivateKey([]byte(config.PrivateKey))
	if err != nil {
		return nil, fmt.Errorf("sshAgent: privateKey is none in PEM form: %w", err)
	}

	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: key, Comment: "homelab"}); err != nil {
		return nil, fmt.Errorf("sshAgent: the key cannot be held: %w", err)
	}

	listener, err := net.Listen("unix", config.Socket)
	if err != nil {
		return nil, fmt.Errorf("sshAgent: %w", err)
	}

	if err := os.Chmod(config.Socket, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}

	s := &Server{listener: listener, keys: keys, open: map[net.Conn]bool{}}
	s.running.Go(s.serve)

	return s, nil
}

// Close ends the agent and what is connected to it.
func (s *Server) Close() {
	_ = s.listener.Close()

	s.mu.Lock()
	for connection := range s.open {
		_ = connection.Close()
	}
	s.mu.Unlock()

	s.running.Wait()
}

func (s *Server) serve() {
	for {
		connection, err := s.listener.Accept()
		if err != nil {
			return
		}

		s.mu.Lock()
		s.open[connection] = true
		s.mu.Unlock()

		s.running.Go(func() {
			_ = agent.ServeAgent(s.keys, connection) // ends with the connection

			s.mu.Lock()
			delete(s.open, connection)
			s.mu.Unlock()

			_ = connection.Close()
		})
	}
}
