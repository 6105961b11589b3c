package authority

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestServerCertificateIsTrustedByTheFile(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "state")

	authority, err := New(directory)
	if err != nil {
		t.Fatal(err)
	}

	content, err := os.ReadFile(filepath.Join(directory, "ca.crt"))
	if err != nil {
		t.Fatal(err)
	}

	if authority.CertificatePath() != filepath.Join(directory, "ca.crt") || string(authority.CertificatePEM()) != string(content) {
		t.Fatal("the file does not hold the certificate of the authority")
	}

	certificate, err := authority.ServerCertificate(netip.MustParseAddr("127.21.0.1"), netip.MustParseAddr("127.21.0.2"))
	if err != nil {
		t.Fatal(err)
	}

	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(content)

	for _, row := range []struct {
		name   string
		server string
		roots  *x509.CertPool
		fault  string
	}{
		{"first address", "127.21.0.1", trusted, ""},
		{"second address", "127.21.0.2", trusted, ""},
		{"other address", "127.21.0.3", trusted, "127.21.0.3"},
		{"other authority", "127.21.0.1", x509.NewCertPool(), "unknown authority"},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := handshake(certificate, &tls.Config{ServerName: row.server, RootCAs: row.roots})
			if row.fault == "" && err != nil {
				t.Fatal(err)
			}

			if row.fault != "" && (err == nil || !strings.Contains(err.Error(), row.fault)) {
				t.Fatalf("got %v, want an error with %q", err, row.fault)
			}
		})
	}
}

func TestServerCertificateNeedsAnAddress(t *testing.T) {
	authority, err := New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}

	if _, err := authority.ServerCertificate(); err == nil {
		t.Fatal("a certificate without an address was issued")
	}
}

func TestNewRefusesAFileAsStateDirectory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	if _, err := New(path); err == nil || !strings.Contains(err.Error(), "state directory") {
		t.Fatalf("got %v", err)
	}
}

// handshake runs both ends of a TLS connection.
func handshake(certificate tls.Certificate, config *tls.Config) error {
	here, there := net.Pipe()
	defer here.Close()

	go func() {
		server := tls.Server(there, &tls.Config{Certificates: []tls.Certificate{certificate}})
		_ = server.Handshake()
		_, _ = io.Copy(io.Discard, server)
		_ = there.Close()
	}()

	return tls.Client(here, config).Handshake()
}
