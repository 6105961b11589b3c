package sshagent_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"cdktf-proxmox-talos/simulator/internal/sshagent"
)

func TestSigningWithTheKey(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}

	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}

	config := sshagent.Config{
		Socket:     filepath.Join(t.TempDir(), "agent.sock"),
		PrivateKey: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})),
	}

	server, err := sshagent.Start(config)
	if err != nil {
		t.Fatal(err)
	}

	connection, err := net.Dial("unix", config.Socket)
	if err != nil {
		t.Fatal(err)
	}

	client := agent.NewClient(connection)

	keys, err := client.List()
	if err != nil || len(keys) != 1 {
		t.Fatalf("the agent has %d keys: %v", len(keys), err)
	}

	signature, err := client.Sign(keys[0], []byte("data"))
	if err != nil {
		t.Fatal(err)
	}

	expected, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}

	if err := expected.Verify([]byte("data"), signature); err != nil {
		t.Error(err)
	}

	// also with a client that stays
	server.Close()

	if _, err := net.Dial("unix", config.Socket); err == nil {
		t.Error("a closed agent answers")
	}
}

func TestRefusedKeys(t *testing.T) {
	_, err := sshagent.Start(sshagent.Config{Socket: filepath.Join(t.TempDir(), "agent.sock"), PrivateKey: "no key"})
	if err == nil || !strings.Contains(err.Error(), "privateKey is none in PEM form") {
		t.Errorf("a key that is none: %v", err)
	}
}
