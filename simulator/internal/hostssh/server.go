// Package hostssh is the SSH server of a simulated Proxmox VE host. It understands the commands by which the Proxmox
// provider makes disks from downloaded files, those of pveum and pvesm by which a person changes rights and storages, and
// no others.
package hostssh

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"

	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// Config is the login on a host.
type Config struct {
	// Listen is address and port of the server.
	Listen   string `json:"listen"`
	Username string `json:"username"`
	// AuthorizedKeys are public keys as in a file of this name.
	AuthorizedKeys []string `json:"authorizedKeys"`
}

// Host is what the commands work on. Any user but root has them by sudo.
type Host interface {
	// VolumePath is `pvesm path`.
	VolumePath(host, volumeID string) (string, error)
	// ImportDisk is `qm disk import`; the text is its output.
	ImportDisk(host string, vmID int, path, storage, format string) (string, error)
	// SetOptions is `qm set`; the text is its output.
	SetOptions(host string, vmID int, options map[string]string) (string, error)
	// Run is any other command of root, as a person types it; the text is its output.
	Run(host, line string) (string, error)
}

// Dependencies are what the server works with.
type Dependencies struct {
	Recorder *calls.Recorder
	// HostName is the node of Proxmox VE that is logged in to; the journal has it as target.
	HostName string
	Host     Host
}

// Server is an SSH server that is served.
type Server struct {
	config       Config
	dependencies Dependencies
	listener     *calls.Listener
	login        *ssh.ServerConfig
	ctx          context.Context
	stop         context.CancelFunc
	running      sync.WaitGroup
}

// Start serves the login of a host until the context ends. The key of the host is generated each time.
func Start(ctx context.Context, config Config, dependencies Dependencies) (*Server, error) {
	login, err := newLogin(config)
	if err != nil {
		return nil, fmt.Errorf("SSH of host %q: %w", dependencies.HostName, err)
	}

	listener, err := calls.Listen(config.Listen)
	if err != nil {
		return nil, fmt.Errorf("SSH of host %q: %w", dependencies.HostName, err)
	}

	s := &Server{config: config, dependencies: dependencies, listener: listener, login: login}
	s.ctx, s.stop = context.WithCancel(ctx)

	s.running.Go(s.serve)
	s.running.Go(func() {
		<-s.ctx.Done()
		_ = listener.Close()
		listener.DropAll()
	})

	return s, nil
}

func newLogin(config Config) (*ssh.ServerConfig, error) {
	if config.Username == "" {
		return nil, errors.New("the username is empty; write root, or a user who may use sudo")
	}

	if len(config.AuthorizedKeys) == 0 {
		return nil, errors.New("authorizedKeys is empty; write at least one public key")
	}

	authorized := map[string]bool{}

	for position, line := range config.AuthorizedKeys {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
		if err != nil {
			return nil, fmt.Errorf("authorizedKeys[%d] is no public key: %w", position, err)
		}

		authorized[string(key.Marshal())] = true
	}

	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("the key of the host cannot be made: %w", err)
	}

	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		return nil, fmt.Errorf("the key of the host cannot be used: %w", err)
	}

	login := &ssh.ServerConfig{
		PublicKeyCallback: func(connection ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if connection.User() != config.Username || !authorized[string(key.Marshal())] {
				return nil, errors.New("permission denied")
			}

			return &ssh.Permissions{}, nil
		},
	}
	login.AddHostKey(signer)

	return login, nil
}

// Close stops serving and waits until all sessions have ended.
func (s *Server) Close() error {
	s.stop()
	s.running.Wait()

	return nil
}

func (s *Server) serve() {
	for {
		connection, err := s.listener.Accept()
		if err != nil {
			return
		}

		s.running.Go(func() { s.welcome(connection) })
	}
}

// welcome lets a caller log in and serves the sessions of the connection.
func (s *Server) welcome(connection net.Conn) {
	defer func() { _ = connection.Close() }()

	if s.ctx.Err() != nil {
		return // accepted while the server stops
	}

	secured, channels, requests, err := ssh.NewServerConn(connection, s.login)
	if err != nil {
		return
	}

	defer func() { _ = secured.Close() }()

	go ssh.DiscardRequests(requests)

	for offered := range channels {
		if offered.ChannelType() != "session" {
			_ = offered.Reject(ssh.UnknownChannelType, "only sessions are simulated")

			continue
		}

		channel, asked, err := offered.Accept()
		if err != nil {
			return
		}

		s.running.Go(func() { s.session(secured, channel, asked) })
	}
}

// session runs the one command of a session.
func (s *Server) session(secured *ssh.ServerConn, channel ssh.Channel, asked <-chan *ssh.Request) {
	defer func() { _ = channel.Close() }()

	for request := range asked {
		if request.Type != "exec" {
			// shells, terminals and file transfer are not simulated
			_ = request.Reply(false, nil)

			continue
		}

		var sent struct{ Command string }
		if err := ssh.Unmarshal(request.Payload, &sent); err != nil {
			_ = request.Reply(false, nil)

			return
		}

		_ = request.Reply(true, nil)

		output, code, answered := s.execute(secured, sent.Command)
		if !answered {
			return
		}

		_, _ = channel.Write([]byte(output))
		_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Code uint32 }{uint32(code)}))

		return
	}
}

// execute runs a command as a recorded call, with the faults that it meets.
func (s *Server) execute(secured *ssh.ServerConn, command string) (output string, code int, answered bool) {
	recorder := s.dependencies.Recorder
	call := calls.Call{Service: calls.HostSSH, Target: s.dependencies.HostName, Method: "exec", Path: command}
	understood, err := parse(command)

	if err == nil {
		call.Path, call.Arguments = understood.name(), understood.arguments()
	}

	fault := recorder.Begin(&call)

	defer func() {
		if answered {
			call.Status = strconv.Itoa(code)
		}

		recorder.End(call)
	}()

	perform := func() (string, int) {
		if err != nil {
			return err.Error() + "\n", 127
		}

		return s.run(understood)
	}

	if fault == nil {
		output, code = perform()

		return output, code, true
	}

	return s.meet(secured, fault, &call, perform)
}
