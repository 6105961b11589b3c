package githost

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// loginTimeout is how long a client has to log in.
const loginTimeout = 30 * time.Second

// newHostKey makes the key of the ssh server and writes it down for its clients.
func newHostKey(knownHosts, address string) (ssh.Signer, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("the key of the ssh server cannot be made: %w", err)
	}

	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		return nil, fmt.Errorf("the key of the ssh server cannot be made: %w", err)
	}

	line := knownhosts.Line([]string{knownhosts.Normalize(address)}, signer.PublicKey())
	if err := os.WriteFile(knownHosts, []byte(line+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("the key of the ssh server cannot be written down: %w", err)
	}

	return signer, nil
}

// sshServer serves Git over ssh.
type sshServer struct {
	host      *host
	listener  *calls.Listener
	recorder  *calls.Recorder
	config    *ssh.ServerConfig
	stop      context.CancelFunc
	underWay  sync.WaitGroup
	accepting chan struct{}
}

func serveSSH(ctx context.Context, of *host, listener *calls.Listener, hostKey ssh.Signer, recorder *calls.Recorder) *sshServer {
	ctx, stop := context.WithCancel(ctx)

	config := &ssh.ServerConfig{PublicKeyCallback: of.authenticate}
	config.AddHostKey(hostKey)

	server := &sshServer{host: of, listener: listener, recorder: recorder, config: config, stop: stop, accepting: make(chan struct{})}

	go func() {
		<-ctx.Done()
		_ = listener.Close()
		listener.DropAll()
	}()

	go func() {
		defer close(server.accepting)

		for {
			connection, err := listener.Accept()
			if err != nil {
				return // closed
			}

			server.underWay.Go(func() { server.serve(ctx, connection) })
		}
	}()

	return server
}

func (s *sshServer) close() {
	s.stop()
	<-s.accepting
	s.listener.DropAll() // what was accepted while it closed
	s.underWay.Wait()
}

// authenticate takes every key that somebody has; what it may do depends on the repository.
func (h *host) authenticate(connection ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
	if connection.User() != "git" {
		return nil, fmt.Errorf("the user is %q; log in as git", connection.User())
	}

	if h.userOf(key) == "" && !h.keys.knows(key) {
		return nil, errors.New("the key belongs to nobody")
	}

	return &ssh.Permissions{ExtraData: map[any]any{publicKey{}: key}}, nil
}

// publicKey is the key in the permissions of a connection.
type publicKey struct{}

func (h *host) userOf(key ssh.PublicKey) string {
	for _, user := range h.users {
		if sameKey(user.key, key) {
			return user.name
		}
	}

	return ""
}

// authorize returns why a key may not do what a command does with a repository, or nil.
func (h *host) authorize(key ssh.PublicKey, to *repository, write bool) error {
	if write && to.Archived {
		return fmt.Errorf("Repo: %s/%s is archived.", to.Owner, to.Name) //nolint:staticcheck // Gitea's words
	}

	if h.userOf(key) != "" {
		return nil
	}

	for _, deployKey := range h.keys.of(to) {
		if sameKey(deployKey.key, key) && (!write || !deployKey.readOnly) {
			return nil
		}
	}

	return fmt.Errorf("Public (Deploy) Key: %s is not authorized to %s %s/%s.", //nolint:staticcheck // Gitea's words
		ssh.FingerprintSHA256(key), modeOf(write), to.Owner, to.Name)
}

func (s *sshServer) serve(ctx context.Context, raw net.Conn) {
	defer func() { _ = raw.Close() }()

	_ = raw.SetDeadline(time.Now().Add(loginTimeout))

	connection, channels, requests, err := ssh.NewServerConn(raw, s.config)
	if err != nil {
		return // not logged in, or no client of ssh
	}

	_ = raw.SetDeadline(time.Time{})

	go ssh.DiscardRequests(requests)

	var sessions sync.WaitGroup
	defer sessions.Wait()

	connected, gone := context.WithCancel(ctx)
	defer gone()

	for offered := range channels {
		if offered.ChannelType() != "session" {
			_ = offered.Reject(ssh.UnknownChannelType, "only sessions are served")

			continue
		}

		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}

		key, _ := connection.Permissions.ExtraData[publicKey{}].(ssh.PublicKey)
		session := &session{server: s, channel: channel, key: key, connected: connected, drop: func() { _ = raw.Close() }}
		sessions.Go(func() { session.serve(ctx, requests) })
	}
}
