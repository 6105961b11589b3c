package kubernetes

import (
	stdx509 "crypto/x509"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config/config"
)

// lifetime is that of certificates which Talos issues for its components.
const lifetime = 365 * 24 * time.Hour

// issue makes a certificate with its key, signed by an authority of the machine configuration.
func issue(authority *x509.PEMEncodedCertificateAndKey, options ...x509.Option) (*x509.PEMEncodedCertificateAndKey, error) {
	ca, err := x509.NewCertificateAuthorityFromCertificateAndKey(authority)
	if err != nil {
		return nil, fmt.Errorf("the certificate authority of the machine configuration cannot be read: %w", err)
	}

	options = append(options,
		x509.NotAfter(time.Now().Add(lifetime)),
		x509.KeyUsage(stdx509.KeyUsageDigitalSignature|stdx509.KeyUsageKeyEncipherment))

	pair, err := x509.NewKeyPair(ca, options...)
	if err != nil {
		return nil, fmt.Errorf("a certificate cannot be issued by the authority of the machine configuration: %w", err)
	}

	return x509.NewCertificateAndKeyFromKeyPair(pair), nil
}

func forClients(name, organization string) []x509.Option {
	options := []x509.Option{x509.CommonName(name), x509.ExtKeyUsage([]stdx509.ExtKeyUsage{stdx509.ExtKeyUsageClientAuth})}
	if organization != "" {
		options = append(options, x509.Organization(organization))
	}

	return options
}

// subjects are the names and addresses that a certificate is for.
type subjects struct {
	names     []string
	addresses []netip.Addr
}

func (s *subjects) add(texts ...string) {
	for _, text := range texts {
		if address, err := netip.ParseAddr(text); err == nil {
			s.addresses = append(s.addresses, address)
		} else if text != "" {
			s.names = append(s.names, text)
		}
	}
}

// apiServerSubjects are those that Talos puts into the certificate of kube-apiserver, for the machines that share one.
func apiServerSubjects(members []*member) (subjects, error) {
	all := subjects{names: []string{"kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost"}}
	all.add("127.0.0.1")

	for _, member := range members {
		cfg := member.config
		all.add(cfg.K8sClusterConfig().ClusterEndpoint().Hostname(), member.node.Name, "kubernetes.default.svc."+cfg.K8sNetworkConfig().DNSDomain())
		all.add(cfg.K8sAPIServerConfig().CertSANs()...)
		all.addresses = append(all.addresses, member.node.Address)
		all.addresses = append(all.addresses, member.virtualIPs...)

		services, err := serviceAddresses(cfg, apiServerPlace)
		if err != nil {
			return all, fmt.Errorf("cluster.network.serviceSubnets: %w", err)
		}

		all.addresses = append(all.addresses, services...)
	}

	all.names = unique(all.names)
	all.addresses = unique(all.addresses)

	return all, nil
}

func unique[T comparable](values []T) []T {
	seen := map[T]bool{}
	kept := values[:0:0]

	for _, value := range values {
		if !seen[value] {
			seen[value] = true

			kept = append(kept, value)
		}
	}

	return kept
}

func (s subjects) options(name, organization string) []x509.Option {
	options := []x509.Option{
		x509.CommonName(name), x509.DNSNames(s.names), x509.IPAddresses(stdIPs(s.addresses...)),
		x509.ExtKeyUsage([]stdx509.ExtKeyUsage{stdx509.ExtKeyUsageServerAuth}),
	}

	if organization != "" {
		options = append(options, x509.Organization(organization))
	}

	return options
}

// writeClientCertificates writes the certificates that kube-apiserver shows to others.
func writeClientCertificates(directory string, cfg config.Config) error {
	for _, certificate := range []struct {
		name      string
		authority *x509.PEMEncodedCertificateAndKey
		options   []x509.Option
	}{
		{"apiserver-kubelet-client", cfg.K8sAPIServerCAConfig().IssuingCA(), forClients("apiserver-kubelet-client", "system:masters")},
		{"front-proxy-client", cfg.K8sAggregatorCAConfig().IssuingCA(), forClients("front-proxy-client", "")},
		{"etcd-client", cfg.Cluster().Etcd().CA(), forClients("kube-apiserver", "")},
	} {
		pair, err := issue(certificate.authority, certificate.options...)
		if err != nil {
			return fmt.Errorf("%s: %w", certificate.name, err)
		}

		if err := writePair(directory, certificate.name, pair); err != nil {
			return err
		}
	}

	return nil
}

func writePair(directory, name string, pair *x509.PEMEncodedCertificateAndKey) error {
	return writeFiles(directory, map[string][]byte{name + ".key": pair.Key, name + ".crt": pair.Crt})
}

// writeFiles writes files that may hold secrets.
func writeFiles(directory string, files map[string][]byte) error {
	for _, name := range sortedKeys(files) {
		if err := os.WriteFile(filepath.Join(directory, name), files[name], 0o600); err != nil {
			return fmt.Errorf("a file of Kubernetes cannot be written: %w", err)
		}
	}

	return nil
}
