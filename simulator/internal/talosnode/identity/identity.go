// Package identity makes the certificates of a machine, of what its configuration holds.
package identity

import (
	"crypto/tls"
	stdx509 "crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/role"
)

const (
	lifetime   = 24 * time.Hour
	clockSkew  = 10 * time.Second
	apiVersion = tls.VersionTLS13
)

// ErrNoIssuer is that of a worker, whose configuration has no key to sign with.
var ErrNoIssuer = errors.New("the configuration has no key of the machine CA")

// Maintenance is the TLS side of a machine without configuration: nobody knows who has signed it, and it asks nobody who he
// is.
func Maintenance(addresses []netip.Addr) (*tls.Config, error) {
	authority, err := x509.NewSelfSignedCertificateAuthority(x509.Organization("maintenance-service"),
		x509.NotBefore(time.Now().Add(-clockSkew)), x509.NotAfter(time.Now().Add(lifetime)))
	if err != nil {
		return nil, fmt.Errorf("certificate of the maintenance mode: %w", err)
	}

	certificate, err := pair(authority, stdx509.ExtKeyUsageServerAuth, x509.CommonName(constants.MaintenanceServiceCommonName),
		x509.IPAddresses(ipAddresses(addresses, nil)))
	if err != nil {
		return nil, err
	}

	return &tls.Config{Certificates: []tls.Certificate{certificate}, ClientAuth: tls.NoClientCert, MinVersion: apiVersion}, nil
}

// Certificates are what a configured machine proves itself with.
type Certificates struct {
	server, client tls.Certificate
	trusted        *stdx509.CertPool
}

// Issue makes the certificates of a machine; issuer is the configuration that has the key of the machine CA: the
// machine's own on a control plane, that of a control plane for a worker.
func Issue(issuer, machine config.Config, hostname string, addresses []netip.Addr) (*Certificates, error) {
	authority, err := signer(issuer)
	if err != nil {
		return nil, err
	}

	names := x509.DNSNames(append([]string{hostname}, textual(machine.Machine().Security().CertSANs())...))
	ips := x509.IPAddresses(ipAddresses(addresses, machine.Machine().Security().CertSANs()))

	server, err := pair(authority, stdx509.ExtKeyUsageServerAuth, x509.CommonName(hostname), names, ips)
	if err != nil {
		return nil, err
	}

	client, err := pair(authority, stdx509.ExtKeyUsageClientAuth, x509.CommonName(hostname), x509.Organization(string(role.Impersonator)))
	if err != nil {
		return nil, err
	}

	trusted := stdx509.NewCertPool()
	trusted.AppendCertsFromPEM(authority.CrtPEM)

	for _, accepted := range machine.Machine().Security().AcceptedCAs() {
		trusted.AppendCertsFromPEM(accepted.Crt)
	}

	return &Certificates{server: server, client: client, trusted: trusted}, nil
}

// Server is the TLS side of the machine's API: a caller without a certificate of the machine CA is refused by TLS.
func (c *Certificates) Server() *tls.Config {
	return &tls.Config{
		Certificates: []tls.Certificate{c.server},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    c.trusted,
		MinVersion:   apiVersion,
	}
}

// Client is the side with which a control plane forwards calls to other machines of its cluster.
func (c *Certificates) Client() *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{c.client}, RootCAs: c.trusted, MinVersion: apiVersion}
}

func signer(issuer config.Config) (*x509.CertificateAuthority, error) {
	issuing := issuer.Machine().Security().IssuingCA()
	if issuing == nil || len(issuing.Key) == 0 {
		return nil, ErrNoIssuer
	}

	authority, err := x509.NewCertificateAuthorityFromCertificateAndKey(issuing)
	if err != nil {
		return nil, fmt.Errorf("machine CA: %w", err)
	}

	return authority, nil
}

func pair(authority *x509.CertificateAuthority, usage stdx509.ExtKeyUsage, options ...x509.Option) (tls.Certificate, error) {
	made, err := x509.NewKeyPair(authority, append(options,
		x509.NotBefore(time.Now().Add(-clockSkew)), x509.NotAfter(time.Now().Add(lifetime)),
		x509.KeyUsage(stdx509.KeyUsageDigitalSignature), x509.ExtKeyUsage([]stdx509.ExtKeyUsage{usage}))...)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("certificate of the machine: %w", err)
	}

	return *made.Certificate, nil
}

func ipAddresses(addresses []netip.Addr, subjects []string) []net.IP {
	var ips []net.IP

	for _, address := range addresses {
		ips = append(ips, address.AsSlice())
	}

	for _, subject := range subjects {
		if ip := net.ParseIP(subject); ip != nil {
			ips = append(ips, ip)
		}
	}

	return ips
}

func textual(subjects []string) []string {
	var names []string

	for _, subject := range subjects {
		if net.ParseIP(subject) == nil {
			names = append(names, subject)
		}
	}

	return names
}
