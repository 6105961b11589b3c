package kubernetes

import (
	"context"
	"crypto/tls"
	stdx509 "crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config/config"
)

// startLimit is how long a program may take until it answers.
const startLimit = time.Minute

// etcd is the data of a cluster while at least one of its control planes is on.
type etcd struct {
	*process
	url string
}

// etcdArguments are those of one member for all control planes.
func etcdArguments(cfg config.Config, directory string, client, peer netip.AddrPort) (arguments, error) {
	file := func(name string) []string { return []string{filepath.Join(directory, name)} }
	clientURL, peerURL := []string{"https://" + client.String()}, []string{"https://" + peer.String()}

	own := arguments{
		"advertise-client-urls":       clientURL,
		"cert-file":                   file("etcd.crt"),
		"client-cert-auth":            {"true"},
		"data-dir":                    file("data"),
		"initial-advertise-peer-urls": peerURL,
		"initial-cluster":             {"simulator=" + peerURL[0]},
		"key-file":                    file("etcd.key"),
		"listen-client-urls":          clientURL,
		"listen-peer-urls":            peerURL,
		"log-level":                   {"warn"},
		"name":                        {"simulator"},
		"peer-cert-file":              file("etcd.crt"),
		"peer-client-cert-auth":       {"true"},
		"peer-key-file":               file("etcd.key"),
		"peer-trusted-ca-file":        file("etcd-ca.crt"),
		"trusted-ca-file":             file("etcd-ca.crt"),
		// a simulated cluster need not outlive a loss of power
		"unsafe-no-fsync": {"true"},
	}

	policies := map[string]policy{}
	for name := range own {
		policies[name] = denied
	}

	policies["log-level"] = unmodelled
	policies["unsafe-no-fsync"] = unmodelled

	return own, own.merge("cluster.etcd.extraArgs", cfg.Cluster().Etcd().ExtraArgs(), policies)
}

// startEtcd starts etcd on what the directory holds, and waits until it is healthy.
func startEtcd(ctx context.Context, program, directory string, cfg config.Config, address netip.Addr) (*etcd, error) {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, fmt.Errorf("the directory of etcd cannot be made: %w", err)
	}

	client, err := freePort(address)
	if err != nil {
		return nil, err
	}

	peer, err := freePort(address)
	if err != nil {
		return nil, err
	}

	own, err := etcdArguments(cfg, directory, client, peer)
	if err != nil {
		return nil, err
	}

	authority := cfg.Cluster().Etcd().CA()

	pair, err := issue(authority,
		x509.CommonName("etcd"), x509.IPAddresses(stdIPs(address)),
		x509.ExtKeyUsage([]stdx509.ExtKeyUsage{stdx509.ExtKeyUsageServerAuth, stdx509.ExtKeyUsageClientAuth}))
	if err != nil {
		return nil, fmt.Errorf("cluster.etcd.ca: %w", err)
	}

	files := map[string][]byte{"etcd.crt": pair.Crt, "etcd.key": pair.Key, "etcd-ca.crt": authority.Crt}
	if err := writeFiles(directory, files); err != nil {
		return nil, err
	}

	process, err := startProcess("etcd", program, own.list(), filepath.Join(directory, "etcd.log"))
	if err != nil {
		return nil, err
	}

	started := &etcd{process: process, url: "https://" + client.String()}

	httpClient, err := clientWith(pair, authority.Crt)
	if err != nil {
		process.stop()

		return nil, err
	}

	if err := process.await(ctx, httpClient, started.url+"/health"); err != nil {
		process.stop()

		return nil, err
	}

	return started, nil
}

func clientWith(pair *x509.PEMEncodedCertificateAndKey, authority []byte) (*http.Client, error) {
	certificate, err := tls.X509KeyPair(pair.Crt, pair.Key)
	if err != nil {
		return nil, fmt.Errorf("a certificate cannot be read: %w", err)
	}

	roots := stdx509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, errors.New("the certificate of an authority cannot be read")
	}

	return &http.Client{
		Timeout: 5 * time.Second,
		Transport: &http.Transport{
			DisableKeepAlives: true,
			TLSClientConfig:   &tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: roots},
		},
	}, nil
}

// await waits until the process answers with 200, or says why it does not.
func (p *process) await(ctx context.Context, client *http.Client, url string) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()

	for {
		if answersOK(ctx, client, url) {
			return nil
		}

		select {
		case <-p.ended:
			return p.fault()
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready after %s; its log is %s", p.name, startLimit, p.logPath)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func answersOK(ctx context.Context, client *http.Client, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}

	response, err := client.Do(request)
	if err != nil {
		return false
	}

	defer response.Body.Close() //nolint:errcheck

	return response.StatusCode == http.StatusOK
}
