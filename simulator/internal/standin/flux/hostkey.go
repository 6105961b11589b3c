package flux

import (
	"context"
	"errors"
	"fmt"
	"net"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"cdktf-proxmox-talos/simulator/internal/standin/loopback"
)

// hostKey is the key that a server of SSH shows. The provider trusts the one that it sees first, in each run.
type hostKey struct {
	address string
	key     ssh.PublicKey
}

var errSeen = errors.New("the key has been seen")

func scanHostKey(ctx context.Context, host string) (*hostKey, error) {
	if _, _, err := net.SplitHostPort(host); err != nil {
		host = net.JoinHostPort(host, "22")
	}

	connection, err := loopback.Dial(ctx, "tcp", host)
	if err != nil {
		return nil, notScanned(host, err)
	}

	defer connection.Close()

	stop := context.AfterFunc(ctx, func() { connection.Close() })
	defer stop()

	scanned := &hostKey{address: host}

	_, _, _, err = ssh.NewClientConn(connection, host, &ssh.ClientConfig{
		HostKeyCallback: func(_ string, _ net.Addr, key ssh.PublicKey) error {
			scanned.key = key

			return errSeen
		},
	})
	if scanned.key == nil {
		return nil, notScanned(host, err)
	}

	return scanned, nil
}

func notScanned(host string, err error) error {
	return fmt.Errorf("SSH key scan for host %s failed, error: %w", host, err)
}

// line is the key as a file of known hosts has it.
func (k *hostKey) line() string {
	return knownhosts.Line([]string{knownhosts.Normalize(k.address)}, k.key)
}

func (k *hostKey) algorithms() []string {
	if k.key.Type() == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSA}
	}

	return []string{k.key.Type()}
}
