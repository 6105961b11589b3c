package kubernetes

import (
	"context"
	"crypto/tls"
	stdx509 "crypto/x509"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"k8s.io/client-go/rest"
)

// apiServer is one kube-apiserver, for all control planes of a cluster with the same settings.
type apiServer struct {
	*process
	directory string
	address   netip.AddrPort
	authority *x509.PEMEncodedCertificateAndKey
	admin     *x509.PEMEncodedCertificateAndKey
	subjects  subjects
}

// startAPIServer starts kube-apiserver for control planes with the same settings, and waits until it is ready.
func startAPIServer(ctx context.Context, program, directory, etcdURL string, members []*member) (*apiServer, error) {
	first := members[0]
	cfg := first.config

	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, fmt.Errorf("the directory of kube-apiserver cannot be made: %w", err)
	}

	address, err := freePort(first.node.Address)
	if err != nil {
		return nil, err
	}

	settings, err := apiServerSettings(cfg, place{directory: directory, address: address, etcd: etcdURL})
	if err != nil {
		return nil, err
	}

	if err := writeFiles(directory, settings.files); err != nil {
		return nil, err
	}

	if err := writeClientCertificates(directory, cfg); err != nil {
		return nil, err
	}

	server := &apiServer{directory: directory, address: address, authority: cfg.K8sAPIServerCAConfig().IssuingCA()}

	if server.subjects, err = apiServerSubjects(members); err != nil {
		return nil, err
	}

	if err := server.writeCertificate(); err != nil {
		return nil, err
	}

	if server.admin, err = issue(server.authority, forClients("simulator", "system:masters")...); err != nil {
		return nil, err
	}

	client, err := clientWith(server.admin, server.authority.Crt)
	if err != nil {
		return nil, err
	}

	server.process, err = startProcess("kube-apiserver", program, settings.arguments.list(), filepath.Join(directory, "kube-apiserver.log"))
	if err != nil {
		return nil, err
	}

	if err := server.await(ctx, client, "https://"+address.String()+"/readyz"); err != nil {
		server.stop()

		return nil, err
	}

	return server, nil
}

func (s *apiServer) writeCertificate() error {
	pair, err := issue(s.authority, s.subjects.options("kube-apiserver", "kube-master")...)
	if err != nil {
		return fmt.Errorf("cluster.ca: %w", err)
	}

	return writePair(s.directory, "apiserver", pair)
}

// serve has the server show a certificate that is for all these control planes.
func (s *apiServer) serve(ctx context.Context, members []*member) error {
	wanted, err := apiServerSubjects(members)
	if err != nil {
		return err
	}

	if containsAll(s.subjects.names, wanted.names) && containsAll(s.subjects.addresses, wanted.addresses) {
		return nil
	}

	s.subjects = subjects{
		names:     unique(append(slices.Clone(s.subjects.names), wanted.names...)),
		addresses: unique(append(slices.Clone(s.subjects.addresses), wanted.addresses...)),
	}

	if err := s.writeCertificate(); err != nil {
		return err
	}

	// the server notices the new file by itself
	for start := time.Now(); time.Since(start) < startLimit; {
		if s.shows(wanted) {
			return nil
		}

		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ended:
			return s.fault()
		case <-time.After(20 * time.Millisecond):
		}
	}

	return errors.New("kube-apiserver does not take a new certificate")
}

func (s *apiServer) shows(wanted subjects) bool {
	connection, err := tls.Dial("tcp4", s.address.String(), &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // the certificate is looked at
	if err != nil {
		return false
	}

	defer connection.Close() //nolint:errcheck

	return isFor(connection.ConnectionState().PeerCertificates[0], wanted)
}

func isFor(certificate *stdx509.Certificate, wanted subjects) bool {
	for _, address := range wanted.addresses {
		if certificate.VerifyHostname(address.String()) != nil {
			return false
		}
	}

	return containsAll(certificate.DNSNames, wanted.names)
}

func containsAll[T comparable](all, some []T) bool {
	for _, value := range some {
		if !slices.Contains(all, value) {
			return false
		}
	}

	return true
}

// restConfig is how one who has a certificate calls the API, without limits.
func (s *apiServer) restConfig(as *x509.PEMEncodedCertificateAndKey) *rest.Config {
	return &rest.Config{
		Host:            "https://" + s.address.String(),
		TLSClientConfig: rest.TLSClientConfig{CAData: s.authority.Crt, CertData: as.Crt, KeyData: as.Key},
		QPS:             -1,
	}
}

// keyOf tells control planes apart whose API servers differ.
func keyOf(cfg config.Config) (string, error) {
	settings, err := apiServerSettings(cfg, place{})
	if err != nil {
		return "", err
	}

	return settings.key(), nil
}
