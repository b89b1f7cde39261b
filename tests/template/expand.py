"""Expands a SAM template to plain CloudFormation, where every resource can be seen: expand.py TEMPLATE OUT"""
import json
import os
import sys

os.environ['AWS_DEFAULT_REGION'] = 'eu-central-1'
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    def load(self):
        return {}


with open(sys.argv[1]) as file:
    template = yaml_parse(file)
for resource in template['Resources'].values():
    if resource['Type'] == 'AWS::Serverless::Function':
        # The expansion wants a place of the code, and reads none.
        resource['Properties']['CodeUri'] = 's3://bucket/key.zip'
with open(sys.argv[2], 'w') as file:
    json.dump(transform(template, {}, NoManagedPolicies()), file, indent=1)
